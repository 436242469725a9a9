using FlowFunctions.Runners;
using FlowFunctions.Runners.Folders;

namespace FlowFunctions.Steps.Script;

/// <summary>What the <c>script</c> step needs of an installation.</summary>
/// <param name="Runner">Runs the scripts. Whoever gives it disposes it.</param>
/// <param name="Folders">Puts the files of flows on local disk.</param>
/// <param name="Files">The contents of flows' files.</param>
public sealed record ScriptStepOptions(IScriptRunner Runner, ScriptFolders Folders, IFlowFiles Files);
