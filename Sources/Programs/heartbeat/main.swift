import Filtering
import WatchFilters

Heartbeat.main()
