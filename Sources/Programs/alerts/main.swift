import Filtering
import WatchFilters

Alerts.main()
