import Filtering
import ParseFilters

DebugBrand.main()
