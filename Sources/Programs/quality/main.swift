import Filtering
import ReportFilters

Quality.main()
