import Filtering
import Filters

Evaluate.main()
