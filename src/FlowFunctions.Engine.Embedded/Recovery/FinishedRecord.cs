using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.Engine.Embedded.Recovery;

/// <summary>The last record of a run that has ended.</summary>
/// <param name="number">The run's number in the journal.</param>
/// <param name="turn">The record's turn.</param>
/// <param name="place">Where it stands.</param>
/// <param name="result">How the run ended.</param>
internal sealed class FinishedRecord(long number, int turn, RecordPlace place, RunResult result)
{
    private LiveRun? _live;

    public long Number => number;

    public RunResult Result => result;

    /// <summary>Keeps the record for one more run that has not taken note of the end.</summary>
    public LiveRun HoldIn(LiveRecords live, bool isReleased)
    {
        if (_live is null)
        {
            _live = new LiveRun(number)
            {
                EndTurn = turn,
                Holders = 0,
                IsReleased = isReleased,
            };
            for (var earlier = 1; earlier < turn; earlier++)
            {
                _live.AddPlace(default);
            }

            _live.AddPlace(place);
            live.Adopt(_live);
        }

        live.Hold(_live);
        return _live;
    }
}
