import Filtering
import ParseFilters

ParseHalilit.main()
