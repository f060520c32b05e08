import Filtering
import ParseFilters

InduceConfig.main()
