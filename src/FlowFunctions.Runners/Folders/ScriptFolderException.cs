namespace FlowFunctions.Runners.Folders;

/// <summary>A folder of scripts could not be put together.</summary>
public sealed class ScriptFolderException : Exception
{
    internal ScriptFolderException(ScriptFolderFault fault, string message, Exception? cause = null)
        : base(message, cause) => Fault = fault;

    /// <summary>What is wrong.</summary>
    public ScriptFolderFault Fault { get; }

    /// <summary>Whether another try may help.</summary>
    public bool Retryable => Fault is ScriptFolderFault.ContentMissing or ScriptFolderFault.Disk;
}

/// <summary>Why a folder of scripts could not be put together.</summary>
public enum ScriptFolderFault
{
    /// <summary>A path leads out of the folder, is too long, has a character that is not allowed, or is another file's folder.</summary>
    BadPath,

    /// <summary>A hash is no SHA-256 in lower-case hexadecimal digits.</summary>
    BadHash,

    /// <summary>There are more files or bytes than a folder may have.</summary>
    TooLarge,

    /// <summary>A file's content is not where it is kept.</summary>
    ContentMissing,

    /// <summary>A file's content is not what its hash says.</summary>
    ContentChanged,

    /// <summary>The disk refused.</summary>
    Disk,
}
