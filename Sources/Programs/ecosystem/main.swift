import Filtering
import ReportFilters

Ecosystem.main()
