import FetchFilters
import Filtering

Fetch.main()
