import Filtering
import WatchFilters

CheckHealth.main()
