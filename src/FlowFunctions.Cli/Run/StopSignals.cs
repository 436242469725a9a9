using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace FlowFunctions.Cli.Run;

/// <summary>
/// Ctrl+C and its relatives. The first SIGINT or SIGTERM asks the run to cancel, or ends the process as long as there is no run; a
/// second one ends it at once. SIGQUIT (Ctrl+\) and SIGHUP (a closed window) end it at once too, without cancelling: the run can be
/// continued.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private const int SignalExitCode = 128;
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Action<int> _exit;
    private readonly Lock _gate = new();
    private Action? _cancel;
    private volatile bool _isHeld;

    /// <param name="exit">Ends the process with an exit code.</param>
    [SuppressMessage("Reliability", "CA2000", Justification = "The registrations are kept, and disposed of with this.")]
    public StopSignals(Action<int> exit)
    {
        _exit = exit;
        _registrations =
        [
            Register(PosixSignal.SIGINT, () => Request(ExitCode.Interrupted)),
            Register(PosixSignal.SIGTERM, () => Request(ExitCode.Terminated)),
            Register(PosixSignal.SIGQUIT, () => exit(SignalExitCode + 3)),
            Register(PosixSignal.SIGHUP, () => exit(SignalExitCode + 1)),
        ];
    }

    /// <summary>Whether the first request has been made.</summary>
    public bool IsRequested { get; private set; }

    /// <summary>From now on the first request is kept: files are being made that only the session can clean up.</summary>
    public void Hold() => _isHeld = true;

    /// <summary>From now on the first request cancels the run; one that was kept does at once.</summary>
    /// <param name="cancel">Asks the run to cancel; called once at most.</param>
    public void CancelBy(Action cancel)
    {
        bool isLate;
        lock (_gate)
        {
            _cancel = cancel;
            isLate = IsRequested;
        }

        if (isLate)
        {
            cancel();
        }
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private static PosixSignalRegistration Register(PosixSignal signal, Action action) =>
        PosixSignalRegistration.Create(
            signal,
            context =>
            {
                context.Cancel = true;
                action();
            }
        );

    /// <summary>A SIGINT or SIGTERM has come.</summary>
    /// <param name="exitCode">The exit code when the process must end at once.</param>
    internal void Request(int exitCode)
    {
        bool isFirst;
        Action? cancel;
        lock (_gate)
        {
            (isFirst, cancel) = (!IsRequested, _cancel);
            IsRequested = true;
        }

        if (!isFirst)
        {
            _exit(exitCode);
        }
        else if (cancel is not null)
        {
            cancel();
        }
        else if (!_isHeld)
        {
            _exit(ExitCode.Cancelled);
        }
    }
}
