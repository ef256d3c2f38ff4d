using MnistVae.Run;

return VaeProgram.Run(args, UserInterface.OfProcess());
