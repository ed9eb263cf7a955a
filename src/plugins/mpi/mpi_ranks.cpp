#include <mpi.h>

#include <cstdlib>
#include <list>
#include <utility>

#include "alpha_pulse/session/ranks.hpp"

namespace alpha_pulse::session {
namespace {

constexpr int kTag = 1;

/// All processes that mpirun started. Sending never waits: two ranks that speak at once would wait for each other.
class MpiRanks final : public IRanks {
 public:
  MpiRanks() {
    MPI_Comm_rank(MPI_COMM_WORLD, &rank_);
    MPI_Comm_size(MPI_COMM_WORLD, &size_);
    MPI_Comm machine = MPI_COMM_NULL;
    MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &machine);
    MPI_Comm_size(machine, &on_this_machine_);
    MPI_Comm_free(&machine);
  }
  ~MpiRanks() override {
    for (Sent& sent : sent_) MPI_Wait(&sent.request, MPI_STATUS_IGNORE);
    MPI_Finalize();
  }
  MpiRanks(const MpiRanks&) = delete;
  MpiRanks& operator=(const MpiRanks&) = delete;

  int rank() const override { return rank_; }
  int size() const override { return size_; }
  int on_this_machine() const override { return on_this_machine_; }

  void send(int to, std::string_view text) override {
    Sent& sent = sent_.emplace_back(std::string(text));
    MPI_Isend(sent.text.data(), static_cast<int>(sent.text.size()), MPI_CHAR, to, kTag, MPI_COMM_WORLD, &sent.request);
  }

  std::optional<RankMessage> receive() override {
    sent_.remove_if([](Sent& sent) {
      int arrived = 0;
      MPI_Test(&sent.request, &arrived, MPI_STATUS_IGNORE);
      return arrived != 0;
    });
    int there = 0;
    MPI_Status status{};
    MPI_Iprobe(MPI_ANY_SOURCE, kTag, MPI_COMM_WORLD, &there, &status);
    if (there == 0) return std::nullopt;
    int length = 0;
    MPI_Get_count(&status, MPI_CHAR, &length);
    RankMessage message{.from = status.MPI_SOURCE, .text = std::string(static_cast<std::size_t>(length), '\0')};
    MPI_Recv(message.text.data(), length, MPI_CHAR, status.MPI_SOURCE, kTag, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    return message;
  }

 private:
  /// A text on its way: it stays where it is until it has arrived.
  struct Sent {
    explicit Sent(std::string what) : text(std::move(what)) {}
    std::string text;
    MPI_Request request = MPI_REQUEST_NULL;
  };

  int rank_ = 0, size_ = 1, on_this_machine_ = 1;
  std::list<Sent> sent_;
};

}  // namespace
}  // namespace alpha_pulse::session

/// Joins the other processes; nothing when there is no way to them. Once in the life of a process.
extern "C" alpha_pulse::session::IRanks* gridhedge_join_ranks_1() {
  // Reading another process's memory is denied to a program that keeps its own from others (app/process.cpp).
  ::setenv("OMPI_MCA_btl_vader_single_copy_mechanism", "none", 0);
  int granted = 0;
  if (MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &granted) != MPI_SUCCESS) return nullptr;
  if (granted < MPI_THREAD_FUNNELED) return nullptr;
  return new alpha_pulse::session::MpiRanks();
}
