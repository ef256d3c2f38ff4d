using TorchTrust.Running.Hosting;

return HostProgram.Run(args);
