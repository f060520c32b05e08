import FetchFilters
import Filtering

Pages.main()
