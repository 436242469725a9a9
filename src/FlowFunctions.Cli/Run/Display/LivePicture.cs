using System.Text;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Run.Display;

/// <summary>Lines that are drawn again and again in their place; what is said stands above them. Thread-safe.</summary>
/// <param name="terminal">The terminal; its error stream is drawn on.</param>
/// <param name="time">The clock.</param>
internal sealed class LivePicture(Terminal terminal, TimeProvider time)
{
    /// <summary>Lines that stay on the screen after the end, whatever the window's height.</summary>
    private const int MostFinalLines = 200;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly StringBuilder _picture = new();
    private int _height;
    private bool _isRestored;

    /// <summary>Draws again and again until something has ended, and a last time then.</summary>
    /// <param name="end">What is waited for.</param>
    /// <param name="before">Called before each drawing but the last.</param>
    /// <param name="linesFor">The lines, of which there may be so many.</param>
    public async Task FollowAsync(Task end, Action before, Func<int, IReadOnlyList<TreeLine>> linesFor)
    {
        await terminal.Error.WriteAsync(Ansi.HideCursor);
        try
        {
            using var timer = new PeriodicTimer(Interval, time);
            while (!end.IsCompleted)
            {
                before();
                Draw(size => linesFor(Math.Max(2, size.Rows - 2)));
                await Task.WhenAny(end, timer.WaitForNextTickAsync().AsTask());
            }

            Draw(size => linesFor(Math.Max(MostFinalLines, size.Rows - 2)));
        }
        finally
        {
            Restore();
        }
    }

    /// <summary>Says something once.</summary>
    public void Say(string text)
    {
        lock (_gate)
        {
            // The picture is drawn anew below the text the next time.
            terminal.Error.Write($"{Ansi.Up(_height)}{Ansi.EraseToScreenEnd}{text}\n");
            _height = 0;
        }
    }

    /// <summary>Draws lines in the place of those that were drawn before.</summary>
    private void Draw(Func<WindowSize, IReadOnlyList<TreeLine>> linesFor)
    {
        lock (_gate)
        {
            if (_isRestored)
            {
                return;
            }

            var size = terminal.Size();
            var lines = linesFor(size);
            _picture.Clear().Append(Ansi.BeginUpdate).Append(Ansi.Up(_height));
            foreach (var line in lines)
            {
                Append(line, size.Columns - 1);
            }

            _picture.Append(Ansi.EraseToScreenEnd).Append(Ansi.EndUpdate);
            terminal.Error.Write(_picture.ToString());
            _height = lines.Count;
        }
    }

    /// <summary>Leaves the terminal as it was; nothing is drawn any more.</summary>
    public void Restore()
    {
        lock (_gate)
        {
            _isRestored = true;
            terminal.Error.Write(Ansi.ShowCursor);
        }
    }

    private void Append(TreeLine line, int columns)
    {
        var text = PlainText.Fit(line.Text, columns);
        var colored = Math.Min(line.Colored, text.Length);
        _picture
            .Append(text[..colored].Paint(line.Color, terminal.HasColor))
            .Append(text, colored, text.Length - colored)
            .Append(Ansi.EraseToLineEnd)
            .Append('\n');
    }
}
