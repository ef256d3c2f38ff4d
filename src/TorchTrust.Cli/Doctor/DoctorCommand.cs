using System.CommandLine;
using Spectre.Console;
using TorchTrust.Cli.Tool;

namespace TorchTrust.Cli.Doctor;

/// <summary><c>doctor</c>: is this machine fit, and the program that is built here?</summary>
internal sealed class DoctorCommand
{
    private const int TopicWidth = 17;

    private readonly Argument<string?> _project = new("PROJECT")
    {
        Description = "A project, its folder, or a built assembly; the present folder if left out",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Terminal _terminal;

    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where the lines go.</param>
    public DoctorCommand(Terminal terminal)
    {
        _terminal = terminal;
        Command = new Command("doctor", "Looks whether this machine and its TorchSharp are fit; says how to mend what is not.")
        {
            _project,
        };
        Command.SetAction((given, cancellation) => Run(given.GetValue(_project), cancellation));
    }

    /// <summary>The command.</summary>
    public Command Command { get; }

    private async Task<int> Run(string? project, CancellationToken cancellation)
    {
        string? assembly = Patient.Find(project, cancellation);
        string folder = assembly is null ? Environment.CurrentDirectory : Path.GetDirectoryName(assembly)!;
        while (!Directory.Exists(folder))
        {
            // Not built yet: it will be, on the same disk.
            folder = Path.GetDirectoryName(folder)!;
        }

        var lines = new List<DoctorLine>
        {
            MachineLines.Dotnet(Patient.Sdk(cancellation)),
            MachineLines.Platform(),
            MachineLines.InstructionSet(),
            MachineLines.Disk(folder, MachineLines.FreeSpace(folder)),
        };
        lines.AddRange(assembly is null
            ? [DoctorLine.Note(
                "program", "there is no project in this folder, so no TorchSharp was looked at", "Name one: `torchtrust doctor PROJECT`.")]
            : await Examination.Of(assembly));
        lines.ForEach(Write);
        int troubles = lines.Count(line => line.State == DoctorState.Trouble);
        _terminal.Out.WriteLine();
        _terminal.Out.WriteLine(troubles == 0 ? "All is well." : $"To mend: {troubles}.");
        return troubles == 0 ? ExitCode.Proven : ExitCode.Failed;
    }

    private void Write(DoctorLine line)
    {
        (string mark, Color color) = line.State switch
        {
            DoctorState.Ok => ("✓", Color.Green),
            DoctorState.Note => ("·", Color.Yellow),
            _ => ("✗", Color.Red),
        };
        Grid grid = new Grid()
            .AddColumn(new GridColumn { Width = 1, Padding = new Padding(0, 0, 1, 0) })
            .AddColumn(new GridColumn { Width = TopicWidth, Padding = new Padding(0, 0, 1, 0) })
            .AddColumn(new GridColumn { Padding = new Padding(0) });
        grid.AddRow(new Text(mark, new Style(color)), new Text(line.Topic, new Style(decoration: Decoration.Bold)), new Text(line.Text));
        if (line.Remedy is { } remedy)
        {
            grid.AddRow(new Text(""), new Text(line.State == DoctorState.Trouble ? "  mend:" : "  hint:"), new Text(remedy));
        }

        _terminal.Out.Write(grid);
    }
}
