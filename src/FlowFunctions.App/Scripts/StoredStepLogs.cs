using FlowFunctions.Engine.Contracts;
using FlowFunctions.Runners.Calls;
using FlowFunctions.Steps.Logs;
using FlowFunctions.Storage.Logs;

namespace FlowFunctions.App.Scripts;

/// <summary>The logs of steps in the storage account.</summary>
internal sealed class StoredStepLogs(LogStore store) : IStepLogs
{
    public IStepLog Open(StepRequest request) =>
        new StoredLog(store.Open(new LogKey(request.Workspace, request.RunId, request.Path, request.Attempt)));

    private sealed class StoredLog(LogWriter writer) : IStepLog
    {
        public void Write(ScriptLogLevel level, string text) => writer.Write(LevelOf(level), text);

        /// <summary>The step has not ended before its lines are stored: whoever follows a run sees them before its end.</summary>
        public ValueTask DisposeAsync() => writer.DisposeAsync();

        private static StepLogLevel LevelOf(ScriptLogLevel level) =>
            level switch
            {
                ScriptLogLevel.Debug => StepLogLevel.Debug,
                ScriptLogLevel.Info => StepLogLevel.Info,
                ScriptLogLevel.Warning => StepLogLevel.Warning,
                _ => StepLogLevel.Error,
            };
    }
}
