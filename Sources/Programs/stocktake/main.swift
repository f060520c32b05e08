import Filtering
import TreeFilters

Stocktake.main()
