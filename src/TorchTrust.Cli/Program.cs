using TorchTrust.Cli.Checking;
using TorchTrust.Cli.Doctor;
using TorchTrust.Cli.Explain;
using TorchTrust.Cli.Listing;
using TorchTrust.Cli.Outputs;
using TorchTrust.Cli.Tool;

return ToolProgram.Run(args, Terminal.OfProcess(), terminal =>
[
    new CheckCommand(terminal).Command,
    new ReportCommand(terminal).Command,
    new ExplainCommand(terminal).Command,
    new ListCommand(terminal).Command,
    new DoctorCommand(terminal).Command,
]);
