using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace FlowFunctions.App.Hosting;

/// <summary>
/// Ctrl+C and its relatives: the first SIGINT, SIGTERM or SIGHUP (a closed window) asks the app to stop, a second one ends the
/// process at once. What was accepted is in the journal either way.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private const int SignalExitCode = 128;

    // 'timeout', shells and service managers may tell the process and its group, so that one request comes twice.
    private static readonly TimeSpan SameRequest = TimeSpan.FromMilliseconds(500);
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Action<int> _exit;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private long? _first;

    /// <param name="exit">Ends the process with an exit code.</param>
    /// <param name="time">The clock.</param>
    [SuppressMessage("Reliability", "CA2000", Justification = "The registrations are kept, and disposed of with this.")]
    public StopSignals(Action<int> exit, TimeProvider time)
    {
        _exit = exit;
        _time = time;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Take(context, 2)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Take(context, 15)),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Take(context, 1)),
        ];
    }

    /// <summary>Asks to stop.</summary>
    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _stop.Dispose();
    }

    /// <summary>A signal has come.</summary>
    /// <param name="number">Its number.</param>
    internal void Request(int number)
    {
        lock (_gate)
        {
            if (_first is { } first)
            {
                if (_time.GetElapsedTime(first) > SameRequest)
                {
                    _exit(SignalExitCode + number);
                }

                return;
            }

            _first = _time.GetTimestamp();
        }

        // Whatever listens to the token must not hold up the next signal.
        _ = _stop.CancelAsync();
    }

    private void Take(PosixSignalContext context, int number)
    {
        context.Cancel = true;
        Request(number);
    }
}
