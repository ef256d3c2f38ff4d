using TorchTrust.Cli.Checking;
using TorchTrust.Cli.Doctor;
using TorchTrust.Cli.Explain;
using TorchTrust.Cli.Listing;
using TorchTrust.Cli.Outputs;
using TorchTrust.Cli.Tool;
using TorchTrust.Cli.Watching;

(IReadOnlyList<string> own, IReadOnlyList<string> program) = ProgramArguments.Divide(args);
return ToolProgram.Run(own, Terminal.OfProcess(), terminal =>
[
    new CheckCommand(terminal).Command,
    new WatchCommand(terminal, program).Command,
    new ReportCommand(terminal).Command,
    new ExplainCommand(terminal).Command,
    new ListCommand(terminal).Command,
    new DoctorCommand(terminal).Command,
]);
