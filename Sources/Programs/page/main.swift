import FetchFilters
import Filtering

Page.main()
