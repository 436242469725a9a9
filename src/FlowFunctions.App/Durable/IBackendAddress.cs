namespace FlowFunctions.App.Durable;

/// <summary>Whether it is known where the Durable Task backend answers.</summary>
internal interface IBackendAddress
{
    /// <summary>Why it is not known, in plain words; null when it is.</summary>
    string? WhyUnknown { get; }
}
