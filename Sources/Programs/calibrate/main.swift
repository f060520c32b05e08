import Filtering
import Filters

Calibrate.main()
