using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchTrust.Watch.Fixture;

/// <content>Which parameters an optimizer holds, and which are frozen.</content>
internal static partial class Trainings
{
    private static void HeadOnly(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        foreach (Parameter parameter in net.Encoder.parameters())
        {
            parameter.requires_grad = false;
        }

        Adam optimizer = optim.Adam(net.Head.parameters(), 1e-2);
        Loop(job, toy, net, optimizer);
    }

    private static void ForgottenPart(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        Adam optimizer = optim.Adam(net.Head.parameters(), 1e-2); // FAULT: the encoder is left out.
        Loop(job, toy, net, optimizer);
    }

    private static void DetachedPart(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        Adam optimizer = optim.Adam(net.parameters(), 1e-2);
        for (int epoch = 0; epoch < job.Epochs; epoch++)
        {
            foreach ((Tensor inputs, Tensor labels) in toy.Epoch())
            {
                optimizer.zero_grad();
                Tensor codes = net.Encoder.call(inputs).detach(); // FAULT: the encoder gets no gradient.
                cross_entropy(net.Head.call(codes), labels).backward();
                optimizer.step();
            }
        }

        _ = net.call(toy.TestInputs);
    }

    private static void FrozenUntrained(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        foreach (Parameter parameter in net.Encoder.parameters())
        {
            parameter.requires_grad = false; // FAULT: as chance made it.
        }

        Adam optimizer = optim.Adam(net.parameters(), 1e-2);
        Loop(job, toy, net, optimizer);
    }

    private static void FrozenMoves(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        SGD optimizer = optim.SGD(net.parameters(), 1e-2, momentum: 0.9);
        Loop(new Job(["", "epochs=1"]), toy, net, optimizer, clears: false);
        foreach (Parameter parameter in net.Encoder.parameters())
        {
            parameter.requires_grad = false; // FAULT: its gradient is still there, and moves it.
        }

        Loop(job, toy, net, optimizer, clears: false);
    }

    private static void Stale(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        SGD optimizer = optim.SGD([.. net.parameters()], 1e-2); // FAULT: before the conversion, which makes other parameters.
        net.to(ScalarType.Float64);
        for (int epoch = 0; epoch < job.Epochs; epoch++)
        {
            foreach ((Tensor inputs, Tensor labels) in toy.Epoch())
            {
                net.zero_grad();
                cross_entropy(net.forward(inputs.to(ScalarType.Float64)), labels).backward();
                optimizer.step();
            }
        }
    }

    private static void MovedLate(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        Adam optimizer = optim.Adam(net.parameters(), 1e-2);
        net.to(CPU); // FAULT: on another device the optimizer keeps the old ones.
        Loop(job, toy, net, optimizer);
    }

    private static void MadeAnew(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        SGD optimizer = optim.SGD(net.parameters(), 1e-2); // FAULT: the model is made anew after it.
        net = new Net();
        Loop(job, toy, net, optimizer);
    }

    private static void TrainHead(Job job, Toy toy, Net net)
    {
        foreach (Parameter parameter in net.Encoder.parameters())
        {
            parameter.requires_grad = false;
        }

        Loop(job, toy, net, optim.Adam(net.Head.parameters(), 1e-2));
    }
}
