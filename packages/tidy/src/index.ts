export { GROUPS, groupOfFile, type GroupName, type TestGroup } from './runner/groups.ts'
