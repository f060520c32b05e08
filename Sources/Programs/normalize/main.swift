import Filtering
import Filters

Normalize.main()
