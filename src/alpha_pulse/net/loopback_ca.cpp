#include "alpha_pulse/net/loopback_ca.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <memory>

#include "alpha_pulse/net/url.hpp"

namespace alpha_pulse::net {
namespace {

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* owned) const {
    Free(owned);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Memory = std::unique_ptr<BIO, Freed<BIO_free_all>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION_free>>;

std::string text_of(const Memory& memory) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &data);
  return size > 0 ? std::string(data, static_cast<std::size_t>(size)) : std::string{};
}

std::string pem_of(const Certificate& certificate) {
  const Memory memory(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(memory.get(), certificate.get());
  return text_of(memory);
}

std::string pem_of(const Key& key) {
  const Memory memory(BIO_new(BIO_s_mem()));
  PEM_write_bio_PrivateKey(memory.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  return text_of(memory);
}

bool extend(X509* certificate, X509* issuer, int what, const std::string& value) {
  X509V3_CTX context{};
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, what, value.c_str()));
  return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

/// Everything but extensions and signature. The serial number is random: clients remember what they have seen.
Certificate blank(const CertificateTerms& terms, const char* name, EVP_PKEY* key) {
  Certificate made(X509_new());
  std::uint64_t serial = 0;
  if (!made || RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) != 1) return nullptr;
  ASN1_INTEGER_set_uint64(X509_get_serialNumber(made.get()), serial >> 1);
  const auto seconds = [](Timestamp t) { return t.ms() / 1000; };
  ASN1_TIME_set(X509_getm_notBefore(made.get()), seconds(terms.not_before));
  ASN1_TIME_set(X509_getm_notAfter(made.get()), seconds(terms.not_after));
  X509_set_version(made.get(), X509_VERSION_3);
  X509_set_pubkey(made.get(), key);
  const auto* text = reinterpret_cast<const unsigned char*>(name);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "CN", MBSTRING_ASC, text, -1, -1, 0);
  return made;
}

bool sign(X509* certificate, X509* issuer, EVP_PKEY* with) {
  X509_set_issuer_name(certificate, X509_get_subject_name(issuer));
  return extend(certificate, issuer, NID_subject_key_identifier, "hash") &&
         X509_sign(certificate, with, EVP_sha256()) > 0;
}

/// `IP:127.0.0.1,DNS:localhost`
std::string alternative_names(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names)
    text += (text.empty() ? "" : ",") + std::string(is_loopback(name) ? "IP:" : "DNS:") + name;
  return text;
}

std::unexpected<Error> trouble() {
  char text[256] = {};
  ERR_error_string_n(ERR_get_error(), text, sizeof text);
  return fail(ErrorCode::kIo, std::string("cannot make a certificate: ") + text);
}

}  // namespace

Result<LoopbackCa> make_loopback_ca(const CertificateTerms& terms) {
  const Key authority_key(EVP_EC_gen("P-256"));
  const Key server_key(EVP_EC_gen("P-256"));
  if (!authority_key || !server_key) return trouble();
  const Certificate authority = blank(terms, "throw-away authority", authority_key.get());
  const Certificate server = blank(terms, "server on this machine", server_key.get());
  if (!authority || !server) return trouble();
  const bool made = extend(authority.get(), authority.get(), NID_basic_constraints, "critical,CA:TRUE,pathlen:0") &&
                    extend(authority.get(), authority.get(), NID_key_usage, "critical,keyCertSign") &&
                    sign(authority.get(), authority.get(), authority_key.get()) &&
                    extend(server.get(), authority.get(), NID_basic_constraints, "critical,CA:FALSE") &&
                    extend(server.get(), authority.get(), NID_ext_key_usage, "serverAuth") &&
                    extend(server.get(), authority.get(), NID_subject_alt_name, alternative_names(terms.names)) &&
                    sign(server.get(), authority.get(), authority_key.get());
  if (!made) return trouble();
  return LoopbackCa{.authority_pem = pem_of(authority),
                    .server = {.certificate_pem = pem_of(server), .key_pem = pem_of(server_key)}};
}

}  // namespace alpha_pulse::net
