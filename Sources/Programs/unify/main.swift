import Filtering
import Filters

Unify.main()
