import Filtering
import WatchFilters

Notify.main()
