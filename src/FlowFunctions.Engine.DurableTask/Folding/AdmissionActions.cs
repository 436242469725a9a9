namespace FlowFunctions.Engine.DurableTask.Folding;

/// <summary>The question whether the run has a place among those of its flow.</summary>
/// <param name="id">The action's id.</param>
/// <param name="input">Makes the input.</param>
internal sealed class AdmissionQuestionAction(int id, Func<string> input) : TaskAction(id, FunctionNames.RunStep)
{
    protected override string Input() => input();
}

/// <summary>A pause before it is asked again.</summary>
internal sealed class AdmissionPauseAction(int id, DateTimeOffset until) : WaitAction(id, until);
