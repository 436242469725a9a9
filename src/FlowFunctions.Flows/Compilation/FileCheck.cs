using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using FlowFunctions.Expressions;
using FlowFunctions.Flows.Files;
using FlowFunctions.Flows.Plans;
using FlowFunctions.Flows.Schema;

namespace FlowFunctions.Flows.Compilation;

/// <summary>Checks the files that steps name, and chooses those that the plan pins.</summary>
/// <param name="index">The flow.</param>
/// <param name="folder">Its folder; null when it is not known, and then nothing is missing.</param>
/// <param name="problems">Takes what is wrong.</param>
internal sealed class FileCheck(FlowIndex index, FlowFolder? folder, ProblemList problems)
{
    private const int MostNames = 10;

    private readonly List<IndexedStep> _users =
    [
        .. index.Steps.Where(static step => step.Type is { FileInputs.Count: > 0 }),
    ];

    /// <summary>Whether a step is of a type that uses files.</summary>
    public bool UsesFiles => _users.Count > 0;

    /// <summary>The files that the plan pins.</summary>
    public ImmutableSortedDictionary<string, string> Pinned { get; private set; } = Plan.NoFiles;

    public void Check()
    {
        if (!UsesFiles)
        {
            return;
        }

        if (folder is not null)
        {
            Pinned = folder
                .Hashes.Where(static file => FlowFilePath.IsPinned(file.Key))
                .ToImmutableSortedDictionary(StringComparer.Ordinal);
            CheckFolder(folder);
        }

        foreach (var step in _users)
        {
            CheckStep(step);
        }
    }

    private void CheckFolder(FlowFolder known)
    {
        if (Pinned.Count > FileLimits.FlowFiles || known.Bytes > FileLimits.FlowBytes)
        {
            var size = string.Create(CultureInfo.InvariantCulture, $"{Pinned.Count} files of {known.Bytes} bytes");
            var most = string.Create(
                CultureInfo.InvariantCulture,
                $"{FileLimits.FlowFiles} files and {FileLimits.FlowBytes} bytes"
            );
            Report(
                ProblemCodes.TooManyFiles,
                $"The flow's folder has {size}; {most} fit. Move what no step needs elsewhere."
            );
        }

        foreach (var (path, parent) in Pinned.Keys.Select(path => (path, FileAbove(path))))
        {
            if (parent is not null)
            {
                Report(
                    ProblemCodes.FileConflict,
                    $"The flow's folder has a file '{parent}' and a file '{path}' below it. Rename one of the two."
                );
            }
        }
    }

    private string? FileAbove(string path)
    {
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            if (Pinned.ContainsKey(path[..slash]))
            {
                return path[..slash];
            }
        }

        return null;
    }

    /// <summary>What is wrong with the folder stands at the first step that needs it.</summary>
    private void Report(string code, string message) => problems.Add(code, message, _users[0].Step.Pointer + "/type");

    private void CheckStep(IndexedStep step)
    {
        var with = StepCheck.With(step.Step);
        foreach (var member in step.Type!.FileInputs)
        {
            if (
                with.TryGetProperty(member, out var value)
                && value.ValueKind == JsonValueKind.String
                && value.GetString() is { } path
                && (step.Type.LiteralInputs.Contains(member) || !JsonTemplate.HasExpression(path))
            )
            {
                CheckPath(path, $"{step.Step.Pointer}/with/{member}");
            }
        }
    }

    private void CheckPath(string path, string pointer)
    {
        if (FlowFilePath.Problem(path) is { } bad)
        {
            problems.Add(ProblemCodes.BadFilePath, $"'{path}' is no path in the flow's folder. {bad}", pointer);
        }
        else if (folder is not null && !Pinned.ContainsKey(path))
        {
            problems.Add(ProblemCodes.FileMissing, Missing(path), pointer);
        }
    }

    private string Missing(string path)
    {
        var names = Pinned.Count is > 0 and <= MostNames ? $" It has {string.Join(", ", Pinned.Keys)}." : "";
        return FlowFilePath.IsPinned(path)
            ? $"The flow's folder has no file '{path}'{Spelling.Hint(path, Pinned.Keys)}.{names}"
            : $"A flow takes neither its own document nor hidden files along, so '{path}' is not there for a step.{names}";
    }
}
