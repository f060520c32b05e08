import Filtering
import Filters

DiffProduction.main()
