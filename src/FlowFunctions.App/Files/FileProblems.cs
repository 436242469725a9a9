using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.Storage.Files;
using FlowFunctions.Storage.Flows;

namespace FlowFunctions.App.Files;

/// <summary>What goes wrong with files, for callers.</summary>
internal static class FileProblems
{
    public static Problem NotFound(FilePath path) =>
        Problem.NotFound("File.NotFound", $"There is no file '{path}'. GET /api/files lists those there are.");

    public static Problem VersionNotFound(FilePath path, int version) =>
        Problem.NotFound(
            "File.VersionNotFound",
            $"The file '{path}' has no version {version} with a content. GET /api/file-versions/{path} lists its versions."
        );

    /// <summary>Why a change was not made.</summary>
    public static Problem Refused(WriteOutcome outcome, FilePath path) =>
        outcome switch
        {
            WriteOutcome.Exists => new Problem(
                StatusCodes.Status412PreconditionFailed,
                "Precondition.Failed",
                $"There is a file '{path}' already, so If-None-Match: * does not fit. Send If-Match with its ETag to replace it."
            ),
            WriteOutcome.Missing => new Problem(
                StatusCodes.Status412PreconditionFailed,
                "Precondition.Failed",
                $"There is no file '{path}', so no If-Match fits. Leave If-Match out to create it."
            ),
            _ => Preconditions.Failed($"The file '{path}'"),
        };
}
