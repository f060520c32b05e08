import Filtering
import TreeFilters

Store.main()
