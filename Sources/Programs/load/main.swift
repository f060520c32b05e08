import Filtering
import TreeFilters

Load.main()
