import Filtering
import ReportFilters

Report.main()
