#include "alpha_pulse/session/market_fetch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/this_coro.hpp>

#include "alpha_pulse/data_pipeline/rows.hpp"
#include "alpha_pulse/session/run_to_end.hpp"

namespace alpha_pulse::session {
namespace {

namespace asio = net::asio;
namespace wire = exchanges::binance;
using data_pipeline::DataInfo;
using data_pipeline::GrowingFile;

constexpr int kFailuresMax = 10;      // in a row
constexpr int kFirstFailuresMax = 3;  // as long as nothing was ever answered
constexpr Duration kFirstPause = Duration::milliseconds(500);
constexpr Duration kPauseMax = Duration::seconds(30);
constexpr Duration kLook = Duration::milliseconds(50);
constexpr Duration kLimitPatience = Duration::minutes(5);  // rate windows are of a minute; a ban begins with two

/// Worth asking again: nobody said that the question is wrong.
bool passing(const venues::CallReply& reply) {
  using wire::Action;
  const Action action = reply.verdict.action;
  return reply.verdict.outcome == wire::Outcome::THROTTLED || action == Action::RETRY_SAME_ID ||
         action == Action::BACK_OFF || action == Action::SILENCE || action == Action::RESYNC_CLOCK_AND_RETRY;
}

/// One fetch on its way.
class Fetch {
 public:
  Fetch(const FetchJob& job, const net::Clock& clock, net::IDialer& dialer)
      : job_(job),
        clock_(clock),
        http_(job.span.product == wire::Product::SPOT ? job.access.spot_rest : job.access.futures_rest, dialer, clock),
        caller_(http_, clock, {.product = job.span.product, .account = {}}) {}

  /// Whether it came to its end; false: interrupted.
  asio::awaitable<Result<bool>> run(std::optional<GrowingFile>& file, FetchSpan& span);

 private:
  static asio::awaitable<void> watch(Fetch* self);
  asio::awaitable<Result<bool>> fill(GrowingFile& file, FetchPages& pages, FetchSpan span);
  asio::awaitable<Result<bool>> learn_time();
  asio::awaitable<bool> pause(const std::string& why);
  asio::awaitable<bool> wait_for_limit(wire::CallCost cost);
  void tell(const std::string& waits);

  const FetchJob& job_;
  const net::Clock& clock_;
  net::HttpClient http_;
  venues::BinanceCaller caller_;
  bool interrupted_ = false;
  int failures_ = 0;
  int failures_max_ = kFirstFailuresMax;
  Duration pause_ = kFirstPause;
  FetchProgress at_{};
};

void Fetch::tell(const std::string& waits) {
  at_.waits = waits;
  if (job_.progress) job_.progress(at_);
}

/// Ends whatever is under way once nobody wants it any more.
asio::awaitable<void> Fetch::watch(Fetch* self) {
  while (!self->job_.keep_going || self->job_.keep_going()) {
    const Timestamp next = self->clock_.now() + kLook;
    co_await self->clock_.sleep_until(next);
  }
  self->interrupted_ = true;
  self->http_.close();
}

/// False: it makes no sense any more, or nobody wants it.
asio::awaitable<bool> Fetch::pause(const std::string& why) {
  if (interrupted_ || ++failures_ >= failures_max_) co_return false;
  tell(why);
  const Timestamp end = clock_.now() + pause_;
  pause_ = std::min(pause_ * 2, kPauseMax);
  while (clock_.now() < end && !interrupted_) {
    const Timestamp next = std::min(end, clock_.now() + kLook);
    co_await clock_.sleep_until(next);
  }
  co_return !interrupted_;
}

/// Here and not in the caller, where nobody could interrupt it. False: nobody wants it any more, or it takes too long.
asio::awaitable<bool> Fetch::wait_for_limit(wire::CallCost cost) {
  const Timestamp patience = clock_.now() + kLimitPatience;
  while (caller_.budget().wait_until(cost, wire::Purpose::ORDINARY, caller_.server_time())) {
    if (interrupted_ || clock_.now() > patience) co_return false;
    tell("the exchange's rate limit");
    const Timestamp next = clock_.now() + kLook;
    co_await clock_.sleep_until(next);
  }
  co_return !interrupted_;
}

asio::awaitable<Result<bool>> Fetch::learn_time() {
  while (true) {
    const auto measured = co_await caller_.synchronize();
    if (measured) {
      failures_ = 0;
      failures_max_ = kFailuresMax;
      co_return true;
    }
    const bool again = co_await pause(measured.error().message);
    if (interrupted_) co_return false;
    if (!again) co_return std::unexpected(measured.error());
  }
}

asio::awaitable<Result<bool>> Fetch::run(std::optional<GrowingFile>& file, FetchSpan& span) {
  const auto executor = co_await asio::this_coro::executor;
  asio::co_spawn(executor, watch(this), asio::detached);
  const auto known = co_await learn_time();
  if (!known || !*known) co_return known;
  span.to = std::min(span.to, Timestamp::from_ms(caller_.server_time().ms()));
  if (span.to <= span.from) {
    co_return fail(ErrorCode::kInvalidArgument,
                   "--from: " + format_timestamp(span.from) + " is not before the end, " + format_timestamp(span.to));
  }
  FetchPages pages(span);
  auto opened = GrowingFile::open(job_.out, job_.begin, job_of(span), pages.header());
  if (!opened) co_return std::unexpected(opened.error());
  file.emplace(std::move(*opened));
  if (job_.begin == GrowingFile::Begin::RESUME) {
    auto begun = read_job(file->job());
    if (!begun) co_return std::unexpected(begun.error());
    const bool other_end = job_.span.to != Timestamp::never() && job_.span.to != begun->to;
    FetchSpan same = span;
    same.to = begun->to;
    if (job_of(same) != file->job() || other_end) {
      co_return fail(ErrorCode::kInvalidArgument,
                     fmt::format("--resume: {} was begun for '{}', asked for is '{}'; the same words would pass",
                                 job_.out.string(), file->job(), job_of(span)));
    }
    span = *begun;
    pages = FetchPages(span);
    if (!file->last_row().empty()) {
      const auto taken = pages.go_on_after(file->last_row());
      if (!taken) co_return std::unexpected(taken.error());
    }
  }
  const auto filled = co_await fill(*file, pages, span);
  co_return filled;
}

asio::awaitable<Result<bool>> Fetch::fill(GrowingFile& file, FetchPages& pages, FetchSpan span) {
  while (const auto question = pages.question()) {
    const bool allowed = co_await wait_for_limit(question->cost);
    if (interrupted_) co_return false;
    if (!allowed) {
      co_return fail(ErrorCode::kIo, "the exchange's rate limit lasts too long; later, --resume goes on");
    }
    const venues::CallReply reply = co_await caller_.call(*question, wire::Purpose::ORDINARY);
    if (interrupted_) co_return false;
    if (!reply.ok()) {
      bool again = false;
      if (passing(reply)) again = co_await pause(reply.detail);
      if (interrupted_) co_return false;
      if (again) continue;
      co_return fail(ErrorCode::kIo, fmt::format("after {} rows: {}; --resume goes on", pages.rows(), reply.detail));
    }
    const auto rows = pages.take(reply.body, caller_.server_time());
    if (!rows) co_return std::unexpected(rows.error());
    const auto written = file.append(*rows);
    if (!written) co_return std::unexpected(written.error());
    failures_ = 0;
    pause_ = kFirstPause;
    at_.rows = pages.rows();
    at_.done = (pages.reached() - span.from).to_seconds() / (span.to - span.from).to_seconds();
    tell({});
  }
  co_return true;
}

// ---- what lies there ------------------------------------------------------------------------------------------------

void add_gap(Fetched& fetched, Timestamp after, Timestamp until, std::int64_t missing) {
  if (missing <= 0) return;
  ++fetched.gaps_total;
  fetched.missing_total += static_cast<std::uint64_t>(missing);
  if (fetched.gaps.size() < DataInfo::kGapsListed) {
    fetched.gaps.push_back({.after = after, .missing = static_cast<std::uint64_t>(missing), .until = until});
  }
}

/// Reads every row; `between(row before, row)` says how many are missing between two.
template <class Row, class Between>
Result<void> read_back(const std::filesystem::path& path, Fetched& fetched, Between between) {
  auto reader = data_pipeline::RowReader<Row>::open(path);
  if (!reader) return std::unexpected(reader.error());
  Row previous;
  while (true) {
    const auto more = reader->advance();
    if (!more) return std::unexpected(more.error());
    if (!*more) return {};
    const Row& row = reader->row();
    if (fetched.rows++ == 0) {
      fetched.from = row.time;
    } else {
      add_gap(fetched, previous.time, row.time, between(previous, row));
    }
    fetched.to = row.time;
    previous = row;
  }
}

/// Candles that are missing before the first, and behind the last as far as they were over when it was fetched.
void add_edges(Fetched& fetched, Duration step) {
  const Timestamp floor = fetched.span.from.floor_to(step);
  const Timestamp first = floor < fetched.span.from ? floor + step : floor;
  const std::int64_t before = (fetched.from - first).ns() / step.ns();
  add_gap(fetched, first - step, fetched.from, before);
  add_gap(fetched, fetched.to, fetched.span.to, (fetched.span.to - fetched.to).ns() / step.ns() - 1);
  std::ranges::sort(fetched.gaps, {}, &data_pipeline::Gap::after);
}

Result<void> look_at_file(const std::filesystem::path& path, Fetched& fetched) {
  using data_pipeline::Candle;
  using data_pipeline::FundingRow;
  using data_pipeline::TradeRow;
  switch (fetched.span.kind) {
    case FetchKind::CANDLES:
    case FetchKind::MARK: {
      const auto step = candle_length(fetched.span.interval);
      if (!step) return std::unexpected(step.error());
      auto read = read_back<Candle>(
          path, fetched, [&](const Candle& a, const Candle& b) { return (b.time - a.time).ns() / step->ns() - 1; });
      if (read) add_edges(fetched, *step);
      return read;
    }
    case FetchKind::TRADES:
      return read_back<TradeRow>(path, fetched,
                                 [](const TradeRow& a, const TradeRow& b) { return b.trade_id - a.trade_id - 1; });
    case FetchKind::FUNDING:
      return read_back<FundingRow>(path, fetched, [](const FundingRow&, const FundingRow&) { return std::int64_t{0}; });
  }
  std::unreachable();
}

std::unexpected<Error> nothing_there(const FetchSpan& span) {
  return fail(ErrorCode::kNotFound,
              fmt::format("the exchange has no {} of {} from {} to {}; a later --to or another --symbol would pass",
                          to_string(span.kind), span.symbol, format_timestamp(span.from), format_timestamp(span.to)));
}

}  // namespace

Result<Fetched> fetch(const FetchJob& job) {
  const net::WallClock clock;
  const auto dialer = net::TcpDialer::create(clock, job.access.trust);
  if (!dialer) return std::unexpected(dialer.error());
  Fetched fetched{.span = job.span};
  std::optional<GrowingFile> file;
  {
    asio::io_context io(1);
    Fetch work(job, clock, **dialer);
    const auto done = run_to_end(io, work.run(file, fetched.span));
    const bool empty = file && file->empty();
    if (empty && (!done || *done)) file->discard();
    if (!done) return std::unexpected(done.error());
    if (!*done) return fetched;
    if (empty) return nothing_there(fetched.span);
  }
  if (auto named = file->finish(); !named) return std::unexpected(named.error());
  file.reset();
  if (auto read = look_at_file(job.out, fetched); !read) return std::unexpected(read.error());
  auto hash = data_pipeline::file_sha256(job.out);
  if (!hash) return std::unexpected(hash.error());
  fetched.sha256 = std::move(*hash);
  fetched.whole = true;
  return fetched;
}

}  // namespace alpha_pulse::session
