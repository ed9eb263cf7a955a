#include "alpha_pulse/simulator/exchange_desk.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/json.hpp>

namespace alpha_pulse::simulator {
namespace {

namespace asio = net::asio;

constexpr Duration kLifetime = Duration::hours(24);
constexpr std::int64_t kSlicesOfPatience = 125;  // 250 ms of wall time in slices of 2 ms
constexpr Duration kLongestSleep = Duration::milliseconds(100);
constexpr std::size_t kCloseCodeSlow = 1008;

ExchangeSettings opened_at(ExchangeSettings settings, Timestamp now) {
  if (settings.opens == Timestamp{}) settings.opens = now;
  return settings;
}

HttpCall call_of(net::HttpRequest request, const net::Peer& peer) {
  std::string path(request.path());
  std::string query(request.query());
  return {std::move(request.method),  std::move(path), std::move(query), std::move(request.body),
          std::move(request.headers), peer.address};
}

net::HttpResponse response_of(HttpAnswer answer) {
  return {static_cast<unsigned>(answer.status), std::move(answer.headers), std::move(answer.body)};
}

asio::awaitable<void> write_later(std::shared_ptr<net::WebSocket> socket, std::string text, Timestamp when,
                                  const net::Clock* clock) {
  if (when > clock->now()) co_await clock->sleep_until(when);
  const auto written = co_await socket->write(std::move(text));
  if (!written) socket->cut();  // it is over, or reads too slowly
}

asio::awaitable<void> close_socket(std::shared_ptr<net::WebSocket> socket, std::uint16_t code, std::string reason) {
  co_await socket->close(code, std::move(reason));
}

bool is_api_path(Product product, std::string_view path) {
  if (path.ends_with('/')) path.remove_suffix(1);
  return path == (product == Product::FUTURES ? "/ws-fapi/v1" : "/ws-api/v3");
}

}  // namespace

net::HttpServerOptions server_options(Product product) {
  net::HttpServerOptions options;
  options.idle = Duration::minutes(10);
  options.web_socket.message_limit = std::size_t{1} << 20U;
  options.web_socket.writes_waiting = 16'384;
  const bool futures = product == Product::FUTURES;
  options.web_socket.ping_every = futures ? Duration::minutes(3) : Duration::seconds(20);
  options.web_socket.silence = futures ? Duration::minutes(10) : Duration::seconds(60);
  return options;
}

ExchangeDesk::ExchangeDesk(ServerSettings settings, const net::Clock& clock, asio::any_io_executor executor)
    : settings_(std::move(settings)),
      clock_(clock),
      executor_(std::move(executor)),
      exchange_(opened_at(settings_.exchange, clock.now())),
      face_(exchange_, settings_.face),
      hub_(face_.state(), settings_.shuffle_user_events),
      api_(face_.state(), hub_) {
  for (const ServerUser& user : settings_.users) {
    const AccountId futures = exchange_.futures.add_account(user.wallet);
    const AccountId spot = exchange_.spot.add_account(user.spot_balances);
    if (user.hedge_mode) {
      const auto set = exchange_.futures.set_hedge_mode(futures, true);
      ensure(set.has_value(), "a new account changes its position mode");
    }
    face_.add_user({user.api_key, user.check, futures, spot});
  }
  settle(false);
}

void ExchangeDesk::report(const Firing& firing) const {
  if (settings_.on_fault) settings_.on_fault(firing.text);
}

void ExchangeDesk::settle(bool telling) {
  const Timestamp now = clock_.now();
  exchange_.advance(now);
  const auto futures = exchange_.take_futures_events();
  const auto spot = exchange_.take_spot_events();
  if (telling) {
    hub_.publish(futures, now);
    hub_.publish(spot);
  }
  hub_.tick(now);
  for (Frame& frame : hub_.take_frames()) deliver(std::move(frame));
  for (const ConnectionId id : hub_.take_ended()) {
    const auto found = connections_.find(id);
    if (found != connections_.end()) {
      asio::co_spawn(executor_, close_socket(found->second.socket, 1000, "the listenKey was closed"), asio::detached);
    }
  }
  end_old_connections(now);
}

void ExchangeDesk::end_old_connections(Timestamp now) {
  for (auto& [id, connection] : connections_) {
    if (now - connection.opened < kLifetime) continue;
    connection.opened = Timestamp::never() - kLifetime;  // told once
    asio::co_spawn(executor_, close_socket(connection.socket, 1001, "24 hours are over"), asio::detached);
  }
}

asio::awaitable<void> ExchangeDesk::keep_time() {
  const Duration slice = Duration::nanoseconds(
      std::max<std::int64_t>(clock_.at_least_wall(Duration{}).ns() / kSlicesOfPatience, 1'000'000));
  for (;;) {
    settle();
    const Timestamp now = clock_.now();
    const Timestamp due = std::min({exchange_.next_print(), exchange_.futures.next_timer(), hub_.next_due()});
    const Timestamp wake = std::clamp(due, now + slice, now + std::max(slice, kLongestSleep));
    co_await clock_.sleep_until(wake);
  }
}

net::ServerHandlers ExchangeDesk::handlers(Product product) {
  return {.http = [this, product](net::HttpRequest request,
                                  net::Peer peer) { return serve(product, std::move(request), std::move(peer)); },
          .web_socket =
              [this, product](std::shared_ptr<net::WebSocket> socket, net::HttpRequest upgrade, net::Peer peer) {
                return serve_socket(product, std::move(socket), std::move(upgrade), std::move(peer));
              }};
}

std::optional<Firing> ExchangeDesk::request_fault(std::string_view method, std::string_view path) {
  auto firing = settings_.faults.on_request(method, path, clock_.now());
  if (!firing) return firing;
  report(*firing);
  restrict_by(*firing, clock_.now(), face_.state().restrictions);
  return firing;
}

HttpAnswer ExchangeDesk::execute(Product product, const HttpCall& call, const std::optional<Firing>& fault) {
  settle();
  const Timestamp now = exchange_.now();
  if (fault && !executes(fault->kind)) return fault_answer(*fault, now).value_or(HttpAnswer{});
  HttpAnswer answer = face_.handle(product, call, now);
  settle(!fault || fault->kind != FaultKind::ACK_WITHOUT_EVENT);
  if (!fault) return answer;
  if (fault->kind == FaultKind::LAG_QUERIES && call.method == "GET")
    return lagging(std::move(answer), fault->delay, now);
  if (auto instead = fault_answer(*fault, now)) {
    instead->headers.insert(instead->headers.end(), answer.headers.begin(), answer.headers.end());
    return std::move(*instead);
  }
  return answer;
}

asio::awaitable<net::ServerReply> ExchangeDesk::serve(Product product, net::HttpRequest request, net::Peer peer) {
  const HttpCall call = call_of(std::move(request), peer);
  const std::optional<Firing> fault = request_fault(call.method, call.path);
  net::ServerReply reply;
  reply.response = response_of(execute(product, call, fault));
  if (fault) {
    reply.silent = fault->kind == FaultKind::DROP || fault->kind == FaultKind::EVENT_WITHOUT_ACK;
    if (fault->kind == FaultKind::DELAY) reply.delay = fault->delay;
    if (fault->kind == FaultKind::CUT_AFTER_BYTES) reply.cut_after = fault->bytes;
  }
  co_return reply;
}

void ExchangeDesk::write(const std::shared_ptr<net::WebSocket>& socket, std::string text, Duration delay) {
  asio::co_spawn(executor_, write_later(socket, std::move(text), clock_.now() + delay, &clock_), asio::detached);
}

void ExchangeDesk::deliver(Frame frame) {
  const auto found = connections_.find(frame.connection);
  if (found == connections_.end()) return;
  Connection& connection = found->second;
  const Timestamp now = clock_.now();
  if (now < connection.silent_until) return;
  const bool of_stream = !frame.stream.empty();
  const auto fault = of_stream ? settings_.faults.on_message(frame.stream, frame.event, now) : std::optional<Firing>{};
  if (fault) {
    report(*fault);
    if (fault->kind == FaultKind::DROP) return;
    if (fault->kind == FaultKind::SILENT_STREAM) {
      connection.silent_until = fault->delay == Duration{} ? Timestamp::never() : now + fault->delay;
      return;
    }
    if (fault->kind == FaultKind::REORDER && !connection.held) {
      connection.held = std::move(frame.text);
      return;
    }
    if (fault->kind == FaultKind::DUPLICATE) write(connection.socket, frame.text, {});
  }
  const bool late = fault && fault->kind == FaultKind::DELAY;
  write(connection.socket, std::move(frame.text), late ? fault->delay : Duration{});
  if (connection.held) write(connection.socket, *std::exchange(connection.held, {}), {});
}

asio::awaitable<void> ExchangeDesk::serve_socket(Product product, std::shared_ptr<net::WebSocket> socket,
                                                 net::HttpRequest upgrade, net::Peer peer) {
  const ConnectionId id = next_connection_++;
  const std::string path(upgrade.path());
  connections_[id] = Connection{socket, clock_.now(), {}, {}};
  if (is_api_path(product, path)) {
    co_await serve_api(id, product, socket, std::move(upgrade), std::move(peer));
  } else if (auto address = parse_stream_address(product, path, upgrade.query())) {
    hub_.open(id, product, std::move(*address));
    co_await serve_stream(id, socket);
    hub_.close(id);
  } else {
    co_await socket->close(kCloseCodeSlow, "no such path");
  }
  connections_.erase(id);
}

/// Pings and pongs count like messages (sheet 6.1).
void ExchangeDesk::count_control_frames(ConnectionId id, const std::shared_ptr<net::WebSocket>& socket) {
  socket->watch([this, id, watched = std::weak_ptr(socket)](net::ControlFrame kind, std::string_view) {
    const bool counts = kind == net::ControlFrame::PING_RECEIVED || kind == net::ControlFrame::PONG_RECEIVED;
    const auto of = watched.lock();
    if (!counts || !of || hub_.on_control(id, clock_.now())) return;
    asio::co_spawn(executor_, close_socket(of, kCloseCodeSlow, "Too many requests"), asio::detached);
  });
}

asio::awaitable<void> ExchangeDesk::serve_stream(ConnectionId id, std::shared_ptr<net::WebSocket> socket) {
  count_control_frames(id, socket);
  for (;;) {
    const Result<std::string_view> message = co_await socket->read();
    if (!message) co_return;
    const bool welcome = hub_.on_message(id, *message, clock_.now());
    for (Frame& frame : hub_.take_frames()) deliver(std::move(frame));
    if (!welcome) {
      co_await socket->close(kCloseCodeSlow, "Too many requests");
      co_return;
    }
  }
}

asio::awaitable<void> ExchangeDesk::serve_api(ConnectionId id, Product product, std::shared_ptr<net::WebSocket> socket,
                                              net::HttpRequest upgrade, net::Peer peer) {
  ApiSession session{.connection = id,
                     .product = product,
                     .peer = peer.address,
                     .connected = clock_.now(),
                     .return_rate_limits = upgrade.query().find("returnRateLimits=false") == std::string_view::npos,
                     .user = nullptr,
                     .authorized = {},
                     .subscription = {}};
  const auto let_in = api_.connect(session, clock_.now());
  if (!let_in) {
    co_await socket->close(kCloseCodeSlow, "Too many requests");
    co_return;
  }
  for (;;) {
    const Result<std::string_view> message = co_await socket->read();
    if (!message) break;
    settle();
    json::error_code bad;
    const json::value request = json::parse({message->data(), message->size()}, bad);
    const bool named = !bad && request.is_object() && request.as_object().contains("method") &&
                       request.as_object().at("method").is_string();
    const std::string method = named ? std::string(request.as_object().at("method").as_string()) : std::string();
    const std::optional<Firing> fault = request_fault("WS", method);
    if (fault && !executes(fault->kind)) {
      const auto instead = fault_answer(*fault, clock_.now());
      if (!instead) continue;  // DROP
      json::error_code page;
      const json::value error = json::parse(instead->body, page);
      if (page) {
        socket->cut();  // a page has no place in a WebSocket
        break;
      }
      const json::object& fields = request.as_object();
      const json::value answer = json::object{{"id", fields.contains("id") ? fields.at("id") : json::value(nullptr)},
                                              {"status", instead->status},
                                              {"error", error}};
      write(socket, json::serialize(answer), {});
      continue;
    }
    std::string answer = api_.handle(session, *message, exchange_.now());
    settle(!fault || fault->kind != FaultKind::ACK_WITHOUT_EVENT);
    if (fault && fault->kind == FaultKind::EVENT_WITHOUT_ACK) continue;
    if (fault && fault->kind == FaultKind::CUT_AFTER_BYTES) {
      socket->cut();
      break;
    }
    write(socket, std::move(answer), fault && fault->kind == FaultKind::DELAY ? fault->delay : Duration{});
  }
  hub_.unsubscribe_user(id);
}

}  // namespace alpha_pulse::simulator
