#include <arpa/inet.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <condition_variable>
#include <cstring>
#include <mutex>
#include <vector>

#include "alpha_pulse/net/tcp.hpp"
#include "alpha_pulse/net/test_world.hpp"

/// Hosts and name servers that answer nothing at all: a dial ends at its deadline, and by nothing else.
namespace {

constexpr const char* kDeafName = "deaf.example.org";

/// A look-up of `kDeafName` waits here, as one does whose name server answers nothing.
struct DeafNameServer {
  std::mutex mutex;
  std::condition_variable changed;
  int waiting = 0;
  bool hangs_up = false;

  void keep_waiting() {
    std::unique_lock lock(mutex);
    ++waiting;
    changed.notify_all();
    changed.wait(lock, [this] { return hangs_up; });
  }
  void wait_for_a_caller() {
    std::unique_lock lock(mutex);
    changed.wait_for(lock, std::chrono::seconds(10), [this] { return waiting > 0; });
    EXPECT_EQ(waiting, 1);
  }
  void hang_up() {
    const std::lock_guard lock(mutex);
    hangs_up = true;
    changed.notify_all();
  }
};
DeafNameServer deaf;

}  // namespace

/// The system's own look-up, for this test program: every other name goes on to it.
extern "C" int getaddrinfo(const char* name, const char* service, const addrinfo* hints, addrinfo** found) {
  if (name != nullptr && std::strcmp(name, kDeafName) == 0) {
    deaf.keep_waiting();
    return EAI_AGAIN;
  }
  using LookUp = int (*)(const char*, const char*, const addrinfo*, addrinfo**);
  static const auto system = reinterpret_cast<LookUp>(::dlsym(RTLD_NEXT, "getaddrinfo"));
  return system(name, service, hints, found);
}

namespace alpha_pulse::net {
namespace {

const Duration kTimeout = Duration::seconds(8);
using Dialed = Result<std::unique_ptr<IStream>>;

/// A dial on a clock that stands still.
struct Dial {
  explicit Dial(const Endpoint& to) {
    asio::co_spawn(io, dialer->dial(to, testing::kStart + kTimeout),
                   [this](const std::exception_ptr&, Dialed outcome) { ended = std::move(outcome); });
    poll();
  }
  void poll() {
    io.restart();
    while (io.poll() > 0) {
    }
  }
  void run_to_the_end() {
    io.restart();
    while (!ended && io.run_one_for(std::chrono::seconds(10)) > 0) {
    }
  }

  ManualClock clock{testing::kStart};
  asio::io_context io{1};
  std::unique_ptr<TcpDialer> dialer = std::move(*TcpDialer::create(clock, {}));
  std::optional<Dialed> ended;
};

/// Listens, and its queue of callers is full: whoever calls now hears nothing.
struct BlackHole {
  BlackHole() {
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    EXPECT_EQ(::bind(listening, as_any(), size), 0);
    EXPECT_EQ(::listen(listening, 0), 0);
    EXPECT_EQ(::getsockname(listening, as_any(), &size), 0);
    for (int i = 0; i < 4; ++i) {
      callers.push_back(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
      ::connect(callers.back(), as_any(), sizeof address);
    }
  }
  ~BlackHole() {
    for (const int caller : callers) ::close(caller);
    ::close(listening);
  }
  BlackHole(const BlackHole&) = delete;
  BlackHole& operator=(const BlackHole&) = delete;
  sockaddr* as_any() { return reinterpret_cast<sockaddr*>(&address); }
  std::uint16_t port() const { return ntohs(address.sin_port); }

  int listening = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  std::vector<int> callers;
};

/// Waits until the deadline and not less, and fails in these words.
void expect_given_up_at_the_deadline(Dial& dial, const std::string& words) {
  dial.clock.advance(kTimeout - Duration::milliseconds(1));
  dial.poll();
  EXPECT_FALSE(dial.ended) << "not before";
  dial.clock.advance(Duration::milliseconds(1));
  dial.run_to_the_end();
  ASSERT_TRUE(dial.ended);
  ASSERT_FALSE(*dial.ended);
  EXPECT_EQ(dial.ended->error().code, ErrorCode::kIo);
  EXPECT_NE(dial.ended->error().message.find(words), std::string::npos) << dial.ended->error().message;
}

TEST(TcpHang, GivesAHostUpThatAnswersNothingAtTheDeadline) {
  BlackHole hole;
  Dial dial({.host = "127.0.0.1", .port = hole.port(), .secure = false});
  EXPECT_FALSE(dial.ended);
  expect_given_up_at_the_deadline(dial, "nobody answered in time");
}

TEST(TcpHang, GivesALookUpUpThatHangsAtTheDeadline) {
  Dial dial({.host = kDeafName, .port = 443, .secure = true});
  deaf.wait_for_a_caller();
  expect_given_up_at_the_deadline(dial, "looking the name up");
  deaf.hang_up();  // the system's look-up cannot be called off; it ends with the last who needs it
}

}  // namespace
}  // namespace alpha_pulse::net
