namespace FlowFunctions.Cli.Remote.Flows;

/// <summary>What pushing a file comes to.</summary>
internal enum PushDecision
{
    /// <summary>The server does not have the flow: create it.</summary>
    Create,

    /// <summary>The server has what the file was made from: save the file's content.</summary>
    Save,

    /// <summary>The server has the file's content, but runs do not start with it yet.</summary>
    Publish,

    /// <summary>The server has the file's content.</summary>
    Nothing,

    /// <summary>The file has not changed, and the server has something newer.</summary>
    Behind,

    /// <summary>The server has something that the file was not made from.</summary>
    Conflict,
}

/// <summary>Decides what pushing a file comes to.</summary>
internal static class Pushing
{
    /// <param name="document">The hash of the file's document.</param>
    /// <param name="known">What the file was made from, or null when that is not known.</param>
    /// <param name="current">What the server has, or null.</param>
    /// <param name="publish">Whether runs should start with it.</param>
    /// <param name="force">Whether to overwrite whatever is there.</param>
    public static PushDecision Decide(string document, FlowBase? known, RemoteFlow? current, bool publish, bool force)
    {
        if (current is null)
        {
            return PushDecision.Create;
        }

        var there = DocumentHash.Of(current.Document);
        if (there == document)
        {
            return publish && current.Published != current.Version ? PushDecision.Publish : PushDecision.Nothing;
        }

        if (force || there == known?.Document)
        {
            return PushDecision.Save;
        }

        return known?.Document == document ? PushDecision.Behind : PushDecision.Conflict;
    }
}
