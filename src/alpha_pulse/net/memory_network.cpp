#include "alpha_pulse/net/memory_network.hpp"

#include <deque>

#include "alpha_pulse/base/ensure.hpp"
#include "alpha_pulse/net/memory_pipe.hpp"
#include "alpha_pulse/net/waiters.hpp"

namespace alpha_pulse::net {
namespace {

constexpr std::size_t kBacklog = 128;  // dialed connections that nobody has accepted yet
constexpr std::uint16_t kFirstFreePort = 49152;

}  // namespace

/// A connection, shared by its two ends.
struct MemoryNetwork::Wire {
  Wire(const asio::any_io_executor& on, const PipeFaults& faults)
      : executor(on),
        up(on, faults.cut_up, faults.swallow_up, faults.chunk),
        down(on, faults.cut_down, faults.swallow_down, faults.chunk) {}

  void look_for_cut() {
    if (!up.cut_reached() && !down.cut_reached()) return;
    up.reset();
    down.reset();
  }
  void forget() {
    up.forget();
    down.forget();
  }

  asio::any_io_executor executor;
  MemoryPipe up, down;
};

class MemoryNetwork::End final : public IStream {
 public:
  End(std::shared_ptr<Wire> wire, MemoryPipe& in, MemoryPipe& out) : wire_(std::move(wire)), in_(in), out_(out) {}
  ~End() override { close(); }

  asio::any_io_executor executor() const override { return wire_->executor; }
  asio::awaitable<Result<void>> handshake() override { co_return Result<void>{}; }
  void read_some(asio::mutable_buffer into, Done done) override {
    in_.read(into, std::move(done));
    if (closed_) in_.abort_read();
    wire_->look_for_cut();
  }
  void write_some(const Pieces& from, Done done) override {
    out_.write(from, std::move(done));
    wire_->look_for_cut();
  }
  void close() noexcept override {
    if (std::exchange(closed_, true)) return;
    in_.abort_read();
    in_.refuse();
    out_.finish();
  }

 private:
  std::shared_ptr<Wire> wire_;
  MemoryPipe& in_;
  MemoryPipe& out_;
  bool closed_ = false;
};

/// Connections on their way to a listener.
struct MemoryNetwork::Port {
  std::deque<Incoming> backlog{};
  Waiters acceptor{};
  bool open = true;
  std::uint16_t number = 0;

  void close() {
    open = false;
    backlog.clear();
    acceptor.wake_all();
  }
};

class MemoryNetwork::Listener final : public IListener {
 public:
  explicit Listener(std::shared_ptr<Port> port) : port_(std::move(port)) {}
  ~Listener() override { port_->close(); }

  asio::awaitable<Result<Incoming>> accept() override { return accept_from(port_); }
  void close() noexcept override { port_->close(); }
  bool closed() const override { return !port_->open; }
  std::uint16_t port() const override { return port_->number; }

 private:
  static asio::awaitable<Result<Incoming>> accept_from(std::shared_ptr<Port> port) {
    while (port->open && port->backlog.empty()) co_await port->acceptor.wait();
    if (!port->open) co_return fail(ErrorCode::kIo, "the listener is closed");
    Incoming incoming = std::move(port->backlog.front());
    port->backlog.pop_front();
    co_return std::move(incoming);
  }

  std::shared_ptr<Port> port_;
};

MemoryNetwork::MemoryNetwork(asio::any_io_executor executor, const Clock& clock)
    : executor_(std::move(executor)), clock_(clock) {}

MemoryNetwork::~MemoryNetwork() {
  for (const auto& [number, port] : ports_) port->close();
  for (const std::weak_ptr<Wire>& wire : wires_) {
    if (const auto alive = wire.lock()) alive->forget();
  }
}

Result<std::unique_ptr<IListener>> MemoryNetwork::listen(std::uint16_t port) {
  const auto taken = [this](std::uint16_t number) {
    const auto at = ports_.find(number);
    return at != ports_.end() && at->second->open;
  };
  if (port == 0) {
    port = kFirstFreePort;
    while (taken(port)) ++port;
  }
  if (taken(port)) return fail(ErrorCode::kIo, "port " + std::to_string(port) + " is taken; 0 takes any that is free");
  const auto opened = std::make_shared<Port>();
  opened->number = port;
  ports_[port] = opened;
  return std::make_unique<Listener>(opened);
}

asio::awaitable<Result<std::unique_ptr<IStream>>> MemoryNetwork::dial(Endpoint to, Timestamp deadline) {
  const std::uint64_t number = ++dials_;
  const PipeFaults faults = plan_ ? plan_(to, number) : PipeFaults{};
  ensure(faults.chunk > 0, "a read gets at least one byte");
  if (faults.hang) {
    co_await clock_.sleep_until(deadline);
    co_return fail(ErrorCode::kIo, to_string(to) + ": cannot connect: nobody answered in time");
  }
  const auto at = ports_.find(to.port);
  if (faults.refuse || at == ports_.end() || !at->second->open || at->second->backlog.size() >= kBacklog)
    co_return fail(ErrorCode::kIo, to_string(to) + ": cannot connect: nobody listens");

  const auto wire = std::make_shared<Wire>(executor_, faults);
  std::erase_if(wires_, [](const std::weak_ptr<Wire>& old) { return old.expired(); });
  wires_.push_back(wire);
  Incoming incoming;
  incoming.stream = std::make_unique<End>(wire, wire->up, wire->down);
  incoming.peer = Peer{.address = "memory", .port = static_cast<std::uint16_t>(number), .connection = 0};
  at->second->backlog.push_back(std::move(incoming));
  at->second->acceptor.wake_one();
  co_return std::make_unique<End>(wire, wire->down, wire->up);
}

}  // namespace alpha_pulse::net
