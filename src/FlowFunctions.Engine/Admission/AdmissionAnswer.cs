namespace FlowFunctions.Engine.Admission;

/// <summary>What became of a start.</summary>
internal enum AdmissionAnswer
{
    /// <summary>It may go on.</summary>
    Admitted,

    /// <summary>It waits for a place.</summary>
    Queued,

    /// <summary>There is no place and it must not wait.</summary>
    Refused,

    /// <summary>There is no place, and as many wait as may.</summary>
    QueueFull,
}
