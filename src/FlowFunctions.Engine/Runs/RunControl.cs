namespace FlowFunctions.Engine.Runs;

/// <summary>What may be asked of a run.</summary>
public enum RunControl
{
    /// <summary>Start nothing new.</summary>
    Pause,

    /// <summary>Go on.</summary>
    Resume,

    /// <summary>Tell running steps to stop, run the clean-up steps, end.</summary>
    Cancel,

    /// <summary>End at once.</summary>
    Terminate,
}
