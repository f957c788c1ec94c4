/** Spellings of addresses that an installation forbids which keeps statements away from its own machines: each is refused as it stands. */
export const addressTricks: readonly string[] = [
  // The machine itself.
  '127.0.0.1', '127.0.0.2', '127.1.2.3', '127.255.255.254', '0.0.0.0', '0.1.2.3', 'localhost', 'LOCALHOST', 'LocalHost.', 'localhost.localdomain', 'x.localhost', 'a.b.LOCALHOST.', 'ip6-localhost', 'ip6-loopback', 'localhost6', 'localhost4',
  '[::1]', '[::]', '[0:0:0:0:0:0:0:1]', '[0000:0000:0000:0000:0000:0000:0000:0001]', '[::0001]', '[0::1]', '[::0.0.0.1]',
  // Other spellings of IPv4, which resolvers of C and Java take.
  '2130706433', '0x7f000001', '0X7F000001', '017700000001', '0x7f.0.0.1', '0x7f.0x0.0x0.0x1', '0177.0.0.1', '0177.0.0.01', '127.1', '127.0.1', '0x7f.1', '127.0.0.01', '127.000.000.001', '0127.0.0.1', '00000177.0.0.1', '4294967295', '0', '0x0', '256.0.0.1', '127.0.0.1.', '127.0.0.1..', '.127.0.0.1', '127..0.0.1', '169.254.169.254.', '169.254.169.254..', '169.254.169.254...', 'localhost..', 'metadata.google.internal..',
  // IPv4 in IPv6.
  '[::ffff:127.0.0.1]', '[::FFFF:7F00:1]', '[::ffff:7f00:0001]', '[0:0:0:0:0:ffff:7f00:1]', '[::127.0.0.1]', '[::7f00:1]', '[::ffff:0:127.0.0.1]', '[64:ff9b::127.0.0.1]', '[64:ff9b::7f00:1]', '[64:ff9b:1::127.0.0.1]', '[2002:7f00:1::]', '[2002:7f00:0001::1]',
  '[2001:0:4136:e378:8000:63bf:80ff:fffe]', '[2001:0:7f00:1::1]', '[fe80::5efe:127.0.0.1]', '[2001:db8::5efe:7f00:1]', '[2001:db8::200:5efe:127.0.0.1]', '[::ffff:0.0.0.0]', '[::ffff:169.254.169.254]', '[64:ff9b::a9fe:a9fe]', '[2002:a9fe:a9fe::1]',
  // Links, groups, what is reserved, and metadata services.
  '169.254.169.254', '169.254.170.2', '169.254.0.1', '0xa9fea9fe', '2852039166', '0251.0376.0251.0376', '169.254.43518', '100.100.100.200', '168.63.129.16', '192.0.0.192', '224.0.0.1', '239.255.255.250', '240.0.0.1', '255.255.255.255',
  '[fe80::1]', '[febf::1]', '[FE80:0:0:0:0:0:0:1]', '[ff02::1]', '[ff0e::1]', '[fd00:ec2::254]', '[FD00:0EC2:0:0:0:0:0:0254]', '[fd20:ce::254]', '[100::1]', 'metadata.google.internal', 'METADATA.google.internal.', 'metadata', 'instance-data.ec2.internal', 'kubernetes.default.svc',
  // What is no host at all.
  '[fe80::1%eth0]', '[fe80::1%25lo]', '[::1', '::1]', '::1', '[::1]]', '[v1.x]', '[127.0.0.1]', 'user@127.0.0.1', 'example.com@127.0.0.1', 'user:password@127.0.0.1', '127.0.0.1#example.com', '127.0.0.1?example.com', '127.0.0.1\\example.com', '127.0.0.1%00.example.com', '%31%32%37.0.0.1', '127%2e0%2e0%2e1', '127.0.0.1 example.com', '127.0.0.1\texample.com', 'example.com\r\nHost: x',
  '①②⑦.⓪.⓪.①', '１２７.０.０.１', '127。0。0。1', '127．0．0．1', '127｡0｡0｡1', 'ⓛocalhost', 'ｌocalhost', 'locaⅼhost', 'lоcalhost', 'local\u00adhost', 'local\u200bhost', '\ufefflocalhost', '١٢٧.٠.٠.١', 'xn--localhost-', '-localhost', 'localhost-', '*', '*.localhost', '', '.',
]

/** Hosts that may be named all the same. */
export const plainHosts: readonly string[] = ['broker', 'kafka_1', 'KAFKA-2.svc.cluster.local.', 'pkc-12345.eu-west-1.aws.confluent.cloud', '8.8.8.8', '[2001:db8::7]', '[2606:4700::1111]', '[64:ff9b::808:808]', '127.example.com', 'localhost.example.com', 'xn--bcher-kva.example']

/** Private networks: refused only where statements may reach nothing but the internet. */
export const privateHosts: readonly string[] = ['10.0.0.7', '172.16.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1', '198.18.0.1', '[fd12:3456::1]', '[fec0::1]', '[::ffff:10.0.0.7]', '[64:ff9b::a00:7]', '[2002:c0a8:101::1]']
