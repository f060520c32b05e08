import Filtering
import ParseFilters

ParseBrand.main()
