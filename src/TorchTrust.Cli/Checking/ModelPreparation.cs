using TorchTrust.Cli.Bringing;
using TorchTrust.Cli.Described;
using TorchTrust.Cli.Discovery;
using TorchTrust.Cli.Display;
using TorchTrust.Cli.Projects;
using TorchTrust.Cli.Tool;
using TorchTrust.Models.Described;

namespace TorchTrust.Cli.Checking;

/// <summary>Prepares a run on a model that the command line describes: the project has no subject, and need not know TorchTrust.</summary>
internal sealed class ModelPreparation(CheckSettings asked, IRunDisplay display, CancellationToken cancellation)
{
    /// <summary>Builds the project, finds the model, and finds or proposes what it is called with.</summary>
    /// <exception cref="ToolException">Something is not as the options say, or an input is proposed and not accepted.</exception>
    public PreparedRun Prepare()
    {
        UserProgram program = ProjectBuild.Make(
            asked.Target, asked.Build, cancellation, library => LibraryProgram.Of(library, asked.Build, cancellation));
        if (!File.Exists(Path.Combine(program.Folder, "TorchSharp.dll")))
        {
            throw ToolException.WrongUse($"{program.Name} does not reference TorchSharp: it has no model that could be checked.");
        }

        using var types = new ProgramTypes(program);
        var binding = new ValueBinding(types);
        WrittenModel written = WrittenModel.Find(asked.Model, types, binding);
        WrittenInput[]? inputs = asked.Model.Input is { } text
            ? InputReader.Read(new OptionText("--input", text), written.Type, binding)
            : null;
        string library = Path.Combine(BroughtLibrary.Home, "TorchTrust.dll");
        if ((NativeBackend.Problem(program) ?? TorchSharpFit.Problem(program, library)) is { } problem)
        {
            throw ToolException.CannotRun(problem);
        }

        BroughtLibrary brought = BroughtLibrary.To(program);
        try
        {
            DescribedSubject subject = inputs is null
                ? Proposed(program, written, binding, brought)
                : new DescribedSubject(written, inputs, asked.Model.Input!);
            return new PreparedRun(program with { Notes = [.. program.Notes, .. brought.Notes] }, [subject.Found])
            {
                Brought = brought,
                Additions = brought.Files,
                Lines = subject.Lines,
                Repeated = inputs is null ? ["--input", subject.InputText] : [],
            };
        }
        catch
        {
            brought.Dispose();
            throw;
        }
    }

    private DescribedSubject Proposed(UserProgram program, WrittenModel written, ValueBinding binding, BroughtLibrary brought)
    {
        display.Doing($"looking for an input that {written.Type.Name} takes");
        var options = new TrustOptions
        {
            Program = program.AssemblyPath,
            Additions = brought.Files,
            Weaving = false,
            Cancellation = cancellation,
            CheckTimeLimit = asked.Overrides.TimeLimit ?? new TrustOptions().CheckTimeLimit,
        };
        (string proposal, LayerInput layer) = new InputSearch(written, binding, options).Find();
        var subject = new DescribedSubject(written, InputReader.Read(new OptionText("--input", proposal), written.Type, binding), proposal);
        return asked.Model.AcceptsProposals ? subject : throw ToolException.WrongUse(
            $"--input is missing. {written.Type.Name} takes this, proposed from its layer {layer.Name} and tried:\n\n"
                + $"    --input \"{proposal}\"\n\n"
                + "Sizes that are taken are not always those that are meant. Give it, or another, or accept it by --yes. As a subject:\n\n"
                + $"    {subject.Lines.Replace("\n", "\n    ", StringComparison.Ordinal)}".Replace(
                    "\n    \n", "\n\n", StringComparison.Ordinal));
    }
}
