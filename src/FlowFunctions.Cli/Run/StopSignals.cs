using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace FlowFunctions.Cli.Run;

/// <summary>
/// Ctrl+C and its relatives. The first SIGINT or SIGTERM asks the run to cancel; a second one ends the process at once. SIGQUIT
/// (Ctrl+\) and SIGHUP (a closed window) end it at once too, without cancelling: the run can be continued.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private const int SignalExitCode = 128;
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Action _cancel;
    private readonly Action<int> _exit;
    private int _requests;

    /// <param name="cancel">Asks the run to cancel; called once at most.</param>
    /// <param name="exit">Ends the process with an exit code.</param>
    [SuppressMessage("Reliability", "CA2000", Justification = "The registrations are kept, and disposed of with this.")]
    public StopSignals(Action cancel, Action<int> exit)
    {
        (_cancel, _exit) = (cancel, exit);
        _registrations =
        [
            Register(PosixSignal.SIGINT, () => CancelOrExit(ExitCode.Interrupted)),
            Register(PosixSignal.SIGTERM, () => CancelOrExit(ExitCode.Terminated)),
            Register(PosixSignal.SIGQUIT, () => exit(SignalExitCode + 3)),
            Register(PosixSignal.SIGHUP, () => exit(SignalExitCode + 1)),
        ];
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

    private void CancelOrExit(int exitCode)
    {
        if (Interlocked.Increment(ref _requests) == 1)
        {
            _cancel();
        }
        else
        {
            _exit(exitCode);
        }
    }
}
