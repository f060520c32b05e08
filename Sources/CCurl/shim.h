// libcurl's option functions are variadic, which Swift cannot call: each is wrapped once per argument type.
#include <curl/curl.h>

typedef size_t (*stocktake_bytes_callback)(char *bytes, size_t size, size_t count, void *context);
typedef curl_socket_t (*stocktake_socket_callback)(void *context, curlsocktype purpose, struct curl_sockaddr *address);

static inline CURLcode stocktake_set_long(CURL *handle, CURLoption option, long value) {
  return (curl_easy_setopt)(handle, option, value);
}
static inline CURLcode stocktake_set_text(CURL *handle, CURLoption option, const char *value) {
  return (curl_easy_setopt)(handle, option, value);
}
static inline CURLcode stocktake_set_pointer(CURL *handle, CURLoption option, void *value) {
  return (curl_easy_setopt)(handle, option, value);
}
static inline CURLcode stocktake_set_bytes_callback(CURL *handle, CURLoption option, stocktake_bytes_callback value) {
  return (curl_easy_setopt)(handle, option, value);
}
static inline CURLcode stocktake_set_socket_callback(CURL *handle, stocktake_socket_callback value) {
  return (curl_easy_setopt)(handle, CURLOPT_OPENSOCKETFUNCTION, value);
}
static inline CURLcode stocktake_get_long(CURL *handle, CURLINFO info, long *value) {
  return (curl_easy_getinfo)(handle, info, value);
}
static inline CURLcode stocktake_get_offset(CURL *handle, CURLINFO info, curl_off_t *value) {
  return (curl_easy_getinfo)(handle, info, value);
}
static inline CURLcode stocktake_get_text(CURL *handle, CURLINFO info, const char **value) {
  return (curl_easy_getinfo)(handle, info, value);
}
static inline CURLcode stocktake_get_pointer(CURL *handle, CURLINFO info, void **value) {
  return (curl_easy_getinfo)(handle, info, value);
}
static inline CURLMcode stocktake_multi_set_long(CURLM *handle, CURLMoption option, long value) {
  return (curl_multi_setopt)(handle, option, value);
}
static inline CURLSHcode stocktake_share_set(CURLSH *handle, curl_lock_data what) {
  return (curl_share_setopt)(handle, CURLSHOPT_SHARE, what);
}
// The address is a variable-length member that Swift does not import.
static inline const struct sockaddr *stocktake_address(const struct curl_sockaddr *address) { return &address->addr; }
