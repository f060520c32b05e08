import Filtering
import Filters

Match.main()
