import Filtering
import Filters

Gap.main()
