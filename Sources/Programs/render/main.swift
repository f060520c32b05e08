import FetchFilters
import Filtering

Render.main()
